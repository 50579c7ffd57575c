// The default density network, built into the program: the bytes of models/density/network-rendered.bin.
#pragma once

#include <stddef.h>

const unsigned char *vigie_density_network(size_t *size);
