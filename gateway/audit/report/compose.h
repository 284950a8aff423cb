#pragma once

#include "gateway/audit/report/controls.h"
#include "gateway/audit/report/document.h"
#include "gateway/audit/report/figures.h"

#include <cstdint>
#include <string>
#include <vector>

// Puts a report into words. Pure.
namespace portcullis::audit::report {

// What a bundle is, as its report says it.
struct Subject
{
    std::string organisation; // may be empty
    std::string bundleId;
    std::string origin;
    std::string version; // of the program that writes
    WallTime created;
    std::string purpose;     // may be empty
    std::string requestedBy; // may be empty

    WallTime first; // the time that the records shown can be from
    WallTime last;
    std::uint64_t begin = 0; // records
    std::uint64_t end = 0;
    std::uint64_t size = 0; // of the log

    std::vector<std::string> scope; // in words, one for each limit; empty for every record
    std::vector<std::string> redacted;
    std::uint64_t values = 0; // shown
    std::uint64_t withheld = 0;

    std::string pin;     // SIZE:ROOT
    std::string note;    // the signed checkpoint
    std::string ed25519; // fingerprints, as people read them
    std::string p256;
};

[[nodiscard]] Document compose(const Subject& subject,
                               const Figures& figures,
                               const std::vector<CountedControl>& controls);

} // namespace portcullis::audit::report
