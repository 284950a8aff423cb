#include "gateway/base/peer_identity.h"

#include <algorithm>
#include <cerrno>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace portcullis {

namespace {

constexpr std::size_t kEntryBytes = 64 * 1024;
constexpr std::size_t kMostEntryBytes = 4 * 1024 * 1024; // a group names all its members
constexpr int kFirstGroups = 64;
constexpr int kMostGroups = 65'536; // NGROUPS_MAX of Linux

std::string groupName(gid_t group)
{
    struct group entry = {};
    struct group* found = nullptr;
    std::vector<char> buffer(kEntryBytes);
    int asked = ::getgrgid_r(group, &entry, buffer.data(), buffer.size(), &found);
    while (asked == ERANGE && buffer.size() < kMostEntryBytes) {
        buffer.resize(buffer.size() * 2);
        asked = ::getgrgid_r(group, &entry, buffer.data(), buffer.size(), &found);
    }
    return asked == 0 && found != nullptr ? std::string(found->gr_name) : std::string();
}

// None where there are more than the system allows.
std::vector<gid_t> groupsOf(const char* name, gid_t own)
{
    int count = kFirstGroups;
    std::vector<gid_t> groups(static_cast<std::size_t>(count));
    while (::getgrouplist(name, own, groups.data(), &count) < 0) {
        const int more = std::max(count, static_cast<int>(groups.size()) * 2);
        if (more > kMostGroups) {
            return {};
        }
        groups.resize(static_cast<std::size_t>(more));
        count = more;
    }
    groups.resize(static_cast<std::size_t>(count));
    return groups;
}

class SystemIdentity final : public PeerIdentity
{
public:
    Account ofUser(std::uint32_t uid) const override
    {
        Account account;
        account.uid = uid;
        std::vector<char> buffer(kEntryBytes);
        struct passwd entry = {};
        struct passwd* found = nullptr;
        if (::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) != 0 ||
            found == nullptr) {
            return account;
        }
        account.name = found->pw_name;
        for (const gid_t group : groupsOf(account.name.c_str(), found->pw_gid)) {
            if (std::string name = groupName(group); !name.empty()) {
                account.groups.push_back(std::move(name));
            }
        }
        return account;
    }
};

} // namespace

std::string describeAccount(const Account& account)
{
    const std::string number = std::to_string(account.uid);
    return account.name.empty() ? number : account.name + "/" + number;
}

std::shared_ptr<const PeerIdentity> systemIdentity()
{
    return std::make_shared<const SystemIdentity>();
}

std::uint32_t ownUser()
{
    return ::geteuid();
}

} // namespace portcullis
