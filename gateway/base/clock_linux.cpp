#include "gateway/base/clock.h"

#include <time.h>

namespace portcullis {

// Not the steady clock, which stands still while the computer sleeps (clock_gettime(2)).
std::chrono::microseconds SystemClock::elapsedNow() const
{
    timespec now = {};
    if (::clock_gettime(CLOCK_BOOTTIME, &now) != 0) {
        return std::chrono::duration_cast<std::chrono::microseconds>(
            monotonicNow().time_since_epoch());
    }
    return std::chrono::seconds(now.tv_sec) + std::chrono::duration_cast<std::chrono::microseconds>(
                                                  std::chrono::nanoseconds(now.tv_nsec));
}

} // namespace portcullis
