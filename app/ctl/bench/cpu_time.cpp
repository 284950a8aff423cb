#include "app/ctl/bench/cpu_time.h"

#include <ctime>

namespace portcullis::ctl::bench {

namespace {

std::chrono::nanoseconds read(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace

std::chrono::nanoseconds threadCpu()
{
    return read(CLOCK_THREAD_CPUTIME_ID);
}

std::chrono::nanoseconds processCpu()
{
    return read(CLOCK_PROCESS_CPUTIME_ID);
}

} // namespace portcullis::ctl::bench
