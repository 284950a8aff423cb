#include "app/common/system_proxies.h"

#include <cstdlib>
#include <initializer_list>
#include <string>

namespace portcullis::installation {

namespace {

// The first of the variables that says anything.
std::string firstOf(std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return value;
        }
    }
    return {};
}

} // namespace

http::SystemProxies systemProxies()
{
    return {firstOf({"https_proxy", "HTTPS_PROXY"}),
            firstOf({"http_proxy"}),
            firstOf({"no_proxy", "NO_PROXY"})};
}

} // namespace portcullis::installation
