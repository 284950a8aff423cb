#include "app/common/private_memory.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace portcullis::installation {

void keepMemoryPrivate()
{
    const rlimit none{0, 0};
    static_cast<void>(setrlimit(RLIMIT_CORE, &none));
    static_cast<void>(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

void showProgram()
{
    static_cast<void>(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

} // namespace portcullis::installation
