#pragma once

#include "app/ctl/bench/micro.h"

namespace portcullis::ctl::bench {

// What tools/list costs a client over HTTP, in front of 40 servers of 50 tools each and one that
// does not start: for a key that sees ten of the 2,000 tools and for one that sees all, who needs
// two pages for it. One connection, one request after the other.
//
// Errors: those of the processes; Internal when a list is not complete.
[[nodiscard]] Result<std::vector<MicroResult>> measureLists(const std::filesystem::path& folder,
                                                            double seconds);

} // namespace portcullis::ctl::bench
