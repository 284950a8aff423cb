#include "gateway/api/config_change.h"
#include "gateway/api/config_json.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// Any text as a configuration: what is read keeps the rules, and reads back equal after writing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace portcullis::api;
    const auto config = parseConfig({reinterpret_cast<const char*>(data), size});
    if (!config) {
        return 0;
    }
    if (!validate(*config)) {
        std::abort();
    }
    const auto again = parseConfig(formatConfig(*config));
    if (!again || *again != *config) {
        std::abort();
    }
    return 0;
}
