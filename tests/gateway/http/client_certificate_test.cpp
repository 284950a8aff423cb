#include "tls_fixture.h"

// Certificates that a client shows (C-81).
namespace portcullis::http::test {
namespace {

using portcullis::test::encryptKey;
using testing::HasSubstr;
using testing::Not;

class ClientCertificate : public Tls
{
protected:
    ClientCertificate()
        : theirs(makeCredentials("DNS:localhost"))
        , own(makeCredentials("DNS:gateway"))
    {
        trust(theirs);
        options.certFile = folder.write("own.pem", own.certificate).native();
        options.keyFile = folder.write("own.key", own.key).native();
    }

    void protect(const std::string& passphrase)
    {
        folder.write("own.key", encryptKey(own.key, passphrase));
    }

    // Why no client can be made.
    Error refusal()
    {
        const auto made = Client::create(loop.io(), *parseUrl("https://localhost/"), options);
        return made ? Error{ErrorCode::Internal, "none", {}} : made.error();
    }

    Credentials theirs;
    Credentials own;
};

TEST_F(ClientCertificate, IsShownToAServerThatAsks)
{
    TlsServer server(theirs, own.certificate);
    EXPECT_EQ(bodyFrom("localhost", server.port()), "200 localhost");
    loop.call([this] { client.reset(); });
}

TEST_F(ClientCertificate, IsReadWithItsPassphraseWhichIsLetGo)
{
    protect("open sesame");
    const auto passphrase = std::make_shared<const SecretBytes>(std::string_view("open sesame"));
    options.keyPassphrase = passphrase;
    TlsServer server(theirs, own.certificate);
    EXPECT_EQ(bodyFrom("localhost", server.port()), "200 localhost");
    options.keyPassphrase.reset();
    EXPECT_EQ(passphrase.use_count(), 1);
    loop.call([this] { client.reset(); });
}

TEST_F(ClientCertificate, IsMissedByAServerThatNeedsOne)
{
    options.certFile.clear();
    options.keyFile.clear();
    TlsServer server(theirs, own.certificate);
    const auto answer = ask("localhost", server.port());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::Unavailable);
    EXPECT_THAT(answer.error().message, HasSubstr("wants a client certificate"));
    loop.call([this] { client.reset(); });
}

TEST_F(ClientCertificate, IsRefusedWhenItIsOfAnotherAuthority)
{
    TlsServer server(theirs, makeCredentials("DNS:other").certificate);
    const auto answer = ask("localhost", server.port());
    ASSERT_FALSE(answer);
    EXPECT_THAT(answer.error().message, HasSubstr("wants a client certificate"));
    loop.call([this] { client.reset(); });
}

TEST_F(ClientCertificate, IsTakenFromARenewedFileByTheNextClient)
{
    TlsServer server(theirs, own.certificate);
    const Credentials old = makeCredentials("DNS:gateway", -3600);
    folder.write("own.pem", old.certificate);
    folder.write("own.key", old.key);
    EXPECT_FALSE(ask("localhost", server.port()));
    folder.write("own.pem", own.certificate);
    folder.write("own.key", own.key);
    EXPECT_EQ(bodyFrom("localhost", server.port()), "200 localhost");
    loop.call([this] { client.reset(); });
}

TEST_F(ClientCertificate, FilesThatAreMissingAreNamed)
{
    options.keyFile = "/nonexistent.key";
    EXPECT_EQ(refusal().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(refusal().message, HasSubstr("'/nonexistent.key' cannot be read"));
    options.certFile = folder.path().native(); // a folder is no file either
    EXPECT_THAT(refusal().message, HasSubstr("'" + options.certFile + "' cannot be read"));
}

TEST_F(ClientCertificate, FilesThatAreNotPemAreNamed)
{
    folder.write("own.key", "no key");
    EXPECT_THAT(refusal().message, HasSubstr("own.key' holds no private key in PEM form"));
    folder.write("own.pem", own.key);
    EXPECT_THAT(refusal().message, HasSubstr("own.pem' holds no certificate in PEM form"));
}

TEST_F(ClientCertificate, NeedsItsOwnKey)
{
    folder.write("own.key", makeCredentials("DNS:gateway").key);
    EXPECT_EQ(refusal().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(refusal().message, HasSubstr("does not belong to the certificate"));
}

TEST_F(ClientCertificate, SaysThatAPassphraseIsMissingInsteadOfAskingForIt)
{
    protect("open sesame");
    EXPECT_THAT(refusal().message, HasSubstr("own.key' is encrypted"));
}

TEST_F(ClientCertificate, SaysThatAPassphraseIsWrongWithoutRepeatingIt)
{
    protect("open sesame");
    for (const std::string& wrong : {std::string("open barley"), std::string(5000, 'x')}) {
        options.keyPassphrase = std::make_shared<const SecretBytes>(std::string_view(wrong));
        EXPECT_THAT(refusal().message, HasSubstr("is wrong"));
        EXPECT_THAT(refusal().message + refusal().cause, Not(HasSubstr(wrong)));
    }
}

TEST_F(ClientCertificate, AnEncryptedCertificateAsksNobody)
{
    folder.write("own.pem",
                 "-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\n"
                 "DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\nAAAA\n"
                 "-----END CERTIFICATE-----\n");
    EXPECT_THAT(refusal().message, HasSubstr("holds no certificate in PEM form"));
}

} // namespace
} // namespace portcullis::http::test
