#include "app/ctl/user_name.h"

#include <array>
#include <pwd.h>
#include <unistd.h>

namespace portcullis::ctl {

std::string userName()
{
    std::array<char, 4096> buffer{};
    struct passwd entry = {};
    struct passwd* found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 &&
        found != nullptr) {
        return found->pw_name;
    }
    return std::to_string(::getuid());
}

} // namespace portcullis::ctl
