#include "gateway/base/os_user.h"

#include <array>
#include <pwd.h>
#include <unistd.h>

namespace portcullis {

std::string osUser()
{
    const std::string number = std::to_string(::geteuid());
    std::array<char, 4096> buffer{};
    struct passwd entry = {};
    struct passwd* found = nullptr;
    const int asked = ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
    return asked == 0 && found != nullptr ? std::string(found->pw_name) + "/" + number : number;
}

} // namespace portcullis
