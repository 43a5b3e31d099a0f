"""Values: payloads and other data as plain data and back, and as text that is safe to show.

In reading order: descriptions (types as plain data), shapes, annotations (types as Python spells
them), scalars, instances, compiled, converters, payload_codec; named_fields, agreement and fitting
for data without their classes; msgpack_codec, escaping, jsonable, path_text, value_text,
view_paths.
"""
