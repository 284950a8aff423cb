#pragma once

#include "gateway/api/retention.h"
#include "gateway/base/clock.h"

#include <cstdint>
#include <string>
#include <vector>

// Records of what leaves the log, or must stay: the log does what they say when it adds them.
namespace portcullis::audit {

// Contents were erased. `records`: which to erase; the log leaves those it did erase.
struct ContentErased
{
    std::vector<api::NumberRange> records;
    std::string reason;
    std::string by;
};

// What is old enough was removed from a range of records; `count` is the log's own matter.
struct RecordsPurged
{
    api::Removable what = api::Removable::Contents;
    api::NumberRange records;
    WallTime before{}; // older than this
    std::uint64_t count = 0;
    std::string by; // who: "retention", "ctl"
};

// Records must stay from now on, and may go again.
struct HoldSet
{
    api::Hold hold;
};

struct HoldReleased
{
    std::string hold; // its id
    std::string reason;
    std::string by;
};

} // namespace portcullis::audit
