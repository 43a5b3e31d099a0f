import sys, traceback, random
sys.path[:0]=["/work/main","/work/main/tests","/tmp/t"]
import importlib.util
spec=importlib.util.spec_from_file_location("tq","/tmp/t/test_thousand.py"); m=importlib.util.module_from_spec(spec); sys.modules["tq"]=m; spec.loader.exec_module(m)
from hypothesis import given, settings, HealthCheck, Phase, strategies as st
seen=[0]
@settings(max_examples=1000,deadline=None,phases=[Phase.generate],database=None,suppress_health_check=list(HealthCheck))
@given(data=st.data(), match=m.matches, path=m.paths)
def t(data,match,path):
    seen[0]+=1
    frame = data.draw(st.integers(0, match.recording.frames - 1))
    try:
        value = m.look_up(match.views[match.count(frame)], path)
        if value is m.MISSING: return
        found = m.blame_path(match.recording, m.MatchState(), frame, path, m.RULES.input_types)
        assert found.value == value
        assert m.links(found) == m.chain(match, match.count(frame), path)
    except BaseException as e:
        print(seen[0], match.recording.path.name, path, frame, repr(e)[:300]); traceback.print_exc(); raise
try: t()
except BaseException as e: print(type(e))
print(seen)
