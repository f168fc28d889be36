"""Reads a message in Protocol Buffers without its schema."""


def field(message, wanted):
    """The first of `fields`, or nothing."""
    return next(fields(message, wanted), None)


def fields(message, wanted):
    """The values of a field of the top level of a message in Protocol Buffers: bytes, or an integer."""
    place = 0

    def varint():
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while place < len(message):
        key = varint()
        number, kind = key >> 3, key & 7
        if kind == 0:
            value = varint()
        elif kind == 1:
            value = message[place:place + 8]
            place += 8
        elif kind == 2:
            size = varint()
            value = message[place:place + size]
            place += size
        else:
            return
        if number == wanted:
            yield value
