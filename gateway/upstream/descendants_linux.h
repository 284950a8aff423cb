#pragma once

#include <sys/types.h>

#include <vector>

namespace portcullis::upstream {

// All living descendants of this process, as /proc shows them. In a process that reaps orphans
// (PR_SET_CHILD_SUBREAPER) that includes those who started a session of their own or forked twice.
[[nodiscard]] std::vector<pid_t> descendants();

} // namespace portcullis::upstream
