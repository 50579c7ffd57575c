#include "CDensityModel.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char network[] = {
#embed "../../models/density/network-rendered.bin"
};

const unsigned char *vigie_density_network(size_t *size) {
    *size = sizeof network;
    return network;
}
