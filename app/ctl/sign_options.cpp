#include "app/ctl/sign_options.h"

#include "app/ctl/terminal.h"
#include "app/ctl/unlock.h"
#include "gateway/audit/organisation/pkcs11_uri.h"

#include <array>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace portcullis::ctl {

namespace {

std::string checkUri(const std::string& text)
{
    const auto query = audit::organisation::parsePkcs11Uri(text);
    return query ? std::string() : query.error().message;
}

std::string checkUnlock(const std::string& text)
{
    const auto way = parseUnlockWay(text);
    return way && way->kind != UnlockKind::Keychain
               ? std::string()
               : "must be passphrase-file:PATH or passphrase-fd:N";
}

std::string hostName()
{
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : std::string();
}

std::filesystem::path whole(const std::string& path)
{
    std::error_code ignored;
    return path.empty() ? std::filesystem::path() : std::filesystem::absolute(path, ignored);
}

} // namespace

void addSignOptions(CLI::App& command, SignOptions& options)
{
    CLI::Option* const file =
        command.add_option("--sign-p12",
                           options.pkcs12,
                           "Sign with the organisation's certificate in this PKCS#12 file");
    CLI::Option* const token =
        command.add_option("--sign-pkcs11",
                           options.pkcs11,
                           "Sign with the key on a token that this URI names (RFC 7512)");
    CLI::Option* const module = command.add_option(
        "--module", options.module, "The token's PKCS#11 library, its whole path");
    file->type_name("FILE")->excludes(token);
    token->type_name("URI")->check(CLI::Validator(checkUri, ""))->needs(module);
    module->type_name("PATH")->needs(token);
    command
        .add_option("--sign-chain",
                    options.chain,
                    "Certificates in PEM, for a token that has none, the key's first")
        ->type_name("FILE")
        ->needs(token);
    command
        .add_option("--sign-unlock",
                    options.unlock,
                    "Where the passphrase or PIN is: passphrase-file:PATH or passphrase-fd:N")
        ->type_name("HOW")
        ->check(CLI::Validator(checkUnlock, ""));
    command
        .add_option("--workstation",
                    options.workstation,
                    "What the organisation calls this computer; its host name unless given")
        ->type_name("NAME");
}

std::optional<api::OrganisationKey> organisationKeyOf(const SignOptions& options)
{
    api::OrganisationKey key;
    key.workstation = options.workstation.empty() ? hostName() : options.workstation;
    if (!options.pkcs12.empty()) {
        key.place = api::Pkcs12File{whole(options.pkcs12)};
    } else if (!options.pkcs11.empty()) {
        key.place = api::TokenKey{options.pkcs11, options.module, whole(options.chain)};
    } else {
        return std::nullopt;
    }
    return key;
}

Result<SecretBytes> organisationSecret(const SignOptions& options)
{
    if (!options.unlock.empty()) {
        const auto way = parseUnlockWay(options.unlock);
        return way ? readPassphrase(*way) : fail(way.error());
    }
    if (!hasTerminal()) {
        return fail(ErrorCode::Locked,
                    "The organisation's key is locked: say where its passphrase or PIN is with "
                    "--sign-unlock passphrase-file:PATH or --sign-unlock passphrase-fd:N.");
    }
    return askSecret(options.pkcs12.empty() ? "PIN of the token: "
                                            : "Passphrase of the organisation's key: ");
}

} // namespace portcullis::ctl
