#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace portcullis {

// An account of this machine and the groups that it is in, by name. Values.
struct Account
{
    std::uint32_t uid = 0;
    std::string name; // empty where the system knows none
    std::vector<std::string>
        groups; // its own first; those that the system knows no name of are left out

    bool operator==(const Account&) const = default;
};

// "name/uid", or the number alone: as it stands in records.
[[nodiscard]] std::string describeAccount(const Account& account);

// Who stands behind a user id. Any thread. Errors: none; an account that cannot be looked up has
// neither a name nor groups, and so no role but what its number gives it.
class PeerIdentity
{
public:
    virtual ~PeerIdentity() = default;

    // May ask the network for it: not where waiting does harm.
    [[nodiscard]] virtual Account ofUser(std::uint32_t uid) const = 0;
};

// By the accounts and groups of this system.
[[nodiscard]] std::shared_ptr<const PeerIdentity> systemIdentity();

// The account that this program runs as.
[[nodiscard]] std::uint32_t ownUser();

} // namespace portcullis
