#pragma once

#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"

#include <cstdint>

namespace portcullis::audit {

// Proof that a record is committed.
struct Receipt
{
    std::int64_t n = -1;
    WallTime time{};
    Digest leaf{};             // of the log's tree
    std::uint64_t removed = 0; // contents or bodies, when the record is of their removal
};

} // namespace portcullis::audit
