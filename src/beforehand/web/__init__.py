"""The two faces: `public` serves signed bytes, `desk` is for staff. They are two processes."""
