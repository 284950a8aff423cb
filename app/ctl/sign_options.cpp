#include "app/ctl/sign_options.h"

#include "app/common/installation.h"
#include "app/ctl/terminal.h"
#include "app/ctl/unlock.h"
#include "gateway/base/secret_bytes.h"

#include <array>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace portcullis::ctl {

namespace {

namespace organisation = audit::organisation;

std::string checkUri(const std::string& text)
{
    const auto query = organisation::parsePkcs11Uri(text);
    return query ? std::string() : query.error().message;
}

std::string checkUnlock(const std::string& text)
{
    const auto way = parseUnlockWay(text);
    return way && way->kind != UnlockKind::Keychain
               ? std::string()
               : "must be passphrase-file:PATH or passphrase-fd:N";
}

Result<organisation::OrganisationKey> keyOf(const SignOptions& options)
{
    if (!options.pkcs12.empty()) {
        return organisation::Pkcs12File{options.pkcs12};
    }
    auto query = organisation::parsePkcs11Uri(options.pkcs11);
    if (!query) {
        return fail(std::move(query.error()));
    }
    return organisation::Pkcs11Token{options.module, std::move(*query), options.chain};
}

Result<SecretBytes> secretOf(const SignOptions& options)
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

Result<std::optional<organisation::OrganisationSigner>> openSigner(const SignOptions& options,
                                                                   WallTime now)
{
    if (options.pkcs12.empty() && options.pkcs11.empty()) {
        return std::nullopt;
    }
    const auto key = keyOf(options);
    const auto secret = key ? secretOf(options) : fail(key.error());
    if (!secret) {
        return fail(secret.error());
    }
    auto signer = organisation::openOrganisationKey(
        *key, *secret, organisation::TokenProgram{installation::tokenProgram()}, now);
    if (!signer) {
        return fail(std::move(signer.error()));
    }
    return std::move(*signer);
}

std::string workstationOf(const SignOptions& options)
{
    std::array<char, 256> name{};
    if (!options.workstation.empty() || ::gethostname(name.data(), name.size() - 1) != 0) {
        return options.workstation;
    }
    return name.data();
}

} // namespace portcullis::ctl
