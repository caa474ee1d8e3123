"""The demonstration: the cast and their world, made by the operations themselves. Also what the tests stand on."""
