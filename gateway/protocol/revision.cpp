#include "gateway/base/result.h"
