#include "gateway/audit/bundle/bundle_check.h"

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace {

using portcullis::api::parsePin;
using portcullis::audit::bundle::checkBundle;
using portcullis::audit::bundle::CheckOptions;
using portcullis::audit::bundle::Verdict;

constexpr int kInvalid = 1;
constexpr int kWrongCommandLine = 2;
constexpr int kIncomplete = 3;

// False for an option that there is not, or a pin that is none.
bool take(CheckOptions& options, std::string_view name, const char* value)
{
    if (name == "--ca") {
        options.authority = value;
    } else if (name == "--previous") {
        options.previous = value;
    } else if (name == "--cosigned") {
        options.cosigned = value;
    } else if (name == "--witness") {
        options.witness = value;
    } else if (name == "--log-key") {
        options.logKey = value;
    } else if (const auto pin = portcullis::api::parsePin(value); name == "--pin" && pin) {
        options.pin = *pin;
    } else {
        return false;
    }
    return true;
}

} // namespace

// check_bundle BUNDLE [OPTION VALUE]...: what verify.py does with the same options, by the
// gateway's own check.
int main(int count, char** words)
{
    CheckOptions options;
    bool good = count >= 2 && count % 2 == 0;
    for (int i = 2; good && i < count; i += 2) {
        good = take(options, words[i], words[i + 1]);
    }
    if (!good) {
        std::fputs("usage: check_bundle BUNDLE [OPTION VALUE]...\n", stderr);
        return kWrongCommandLine;
    }
    const auto verdict = checkBundle(words[1], options);
    if (!verdict) {
        return kWrongCommandLine;
    }
    std::fputs(verdict->text().c_str(), stdout);
    switch (verdict->status) {
    case Verdict::Status::Valid:
        return 0;
    case Verdict::Status::Incomplete:
        return kIncomplete;
    case Verdict::Status::Invalid:
        break;
    }
    return kInvalid;
}
