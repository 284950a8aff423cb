#include "app/desktop/process_hardening.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace portcullis::desktop {

void keepMemoryPrivate()
{
    const rlimit none{0, 0};
    static_cast<void>(setrlimit(RLIMIT_CORE, &none));
    static_cast<void>(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

} // namespace portcullis::desktop
