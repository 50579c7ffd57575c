#ifndef VIGIE_CZEROMQ_SHIM_H
#define VIGIE_CZEROMQ_SHIM_H

#include <zmq.h>

// libzmq 4.3.4 has this option; its header names it only with the draft interface switched on (zmq.h, value 93).
static const int VIGIE_ZMQ_ZAP_ENFORCE_DOMAIN = 93;

#endif
