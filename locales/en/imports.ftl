## Pictures of items

picture-too-heavy = The picture's file is larger than { $most } MB. Please send a smaller one, or send it as a photo.
picture-too-large = The picture is too large: at most { $most } pixels on each side. Please send it as a photo.
picture-too-small = The picture is too small: at least { $least } pixels on each side. Please send a larger one.
picture-not-one = This is not a picture that I can read. Please send a photo, or a JPEG, PNG or WebP file.
picture-broken = The picture's file is damaged. Please send it once more.
