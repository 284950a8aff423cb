#include "gateway/audit/organisation/pkcs11_uri.h"

#include <gtest/gtest.h>

namespace portcullis::audit::organisation {
namespace {

TEST(Pkcs11Uri, NamesTokenAndKey)
{
    const auto query =
        parsePkcs11Uri("pkcs11:token=The%20Office;object=org;id=%01%ff;serial=a1;type=private;"
                       "manufacturer=M;model=v2");
    ASSERT_TRUE(query) << query.error().message;
    EXPECT_EQ(*query, (TokenQuery{"The Office", "a1", "M", "v2", "org", "\x01\xff"}));
    EXPECT_EQ(parsePkcs11Uri("pkcs11:id=%00").value().id, std::string(1, '\0'));
    EXPECT_EQ(parsePkcs11Uri("pkcs11:token=a;").value().token, "a");
}

TEST(Pkcs11Uri, RefusesWhatItWouldNotHeed)
{
    for (const char* const uri : {"",
                                  "pkcs11:",
                                  "PKCS11:token=a",
                                  "pkcs11:token",
                                  "pkcs11:token=",
                                  "pkcs11:token=a;token=b",
                                  "pkcs11:slot-id=1",
                                  "pkcs11:type=cert",
                                  "pkcs11:token=a;;object=b",
                                  "pkcs11:token=%4",
                                  "pkcs11:token=%zz",
                                  "pkcs11:token=a b",
                                  "pkcs11:token=a/b"}) {
        const auto query = parsePkcs11Uri(uri);
        ASSERT_FALSE(query) << uri;
        EXPECT_EQ(query.error().code, ErrorCode::InvalidArgument) << uri;
    }
}

TEST(Pkcs11Uri, RefusesAPinAndDoesNotRepeatIt)
{
    for (const char* const uri : {"pkcs11:token=a?pin-value=1234", "pkcs11:pin-value=1234"}) {
        const auto query = parsePkcs11Uri(uri);
        ASSERT_FALSE(query) << uri;
        EXPECT_EQ(query.error().message.find("1234"), std::string::npos) << query.error().message;
    }
}

} // namespace
} // namespace portcullis::audit::organisation
