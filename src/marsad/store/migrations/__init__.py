"""The schema, as the list of steps that made it. Append a step; never edit one."""
