#include "gateway/base/peer_identity.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace portcullis {
namespace {

TEST(PeerIdentity, KnowsTheOwnAccountAndItsGroups)
{
    const passwd* own = ::getpwuid(::geteuid());
    if (own == nullptr) {
        GTEST_SKIP() << "this account has no name";
    }
    const std::string name = own->pw_name;
    const group* first = ::getgrgid(own->pw_gid);
    const Account account = systemIdentity()->ofUser(ownUser());
    EXPECT_EQ(account.uid, ::geteuid());
    EXPECT_EQ(account.name, name);
    EXPECT_EQ(describeAccount(account), name + "/" + std::to_string(account.uid));
    if (first != nullptr) {
        EXPECT_NE(std::ranges::find(account.groups, first->gr_name), account.groups.end());
    }
}

TEST(PeerIdentity, OfANumberThatNobodyHasIsTheNumber)
{
    constexpr std::uint32_t kNobody = 0xFFFF'FFF0;
    const Account account = systemIdentity()->ofUser(kNobody);
    EXPECT_EQ(account.uid, kNobody);
    EXPECT_EQ(account.name, "");
    EXPECT_TRUE(account.groups.empty());
    EXPECT_EQ(describeAccount(account), "4294967280");
}

} // namespace
} // namespace portcullis
