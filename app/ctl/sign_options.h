#pragma once

#include "gateway/api/evidence.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

// Options of a command that signs with the organisation's certificate.
namespace portcullis::ctl {

struct SignOptions
{
    std::string pkcs12; // file
    std::string pkcs11; // URI of the key
    std::string module; // its library
    std::string chain;  // file with certificates in PEM, for a token without them
    std::string unlock; // where passphrase or PIN is; empty: ask on the terminal
    std::string workstation;
};

// --sign-p12 FILE, or --sign-pkcs11 URI --module PATH [--sign-chain FILE]; with either
// [--sign-unlock passphrase-file:PATH|passphrase-fd:N] [--workstation NAME].
void addSignOptions(CLI::App& command, SignOptions& options);

// The key that is to sign, if one is. Its files are named by their whole paths, and the workstation
// by its host name unless it was given one.
[[nodiscard]] std::optional<api::OrganisationKey> organisationKeyOf(const SignOptions& options);

// Its passphrase or PIN: asked for where no other way is given. Errors: Locked (nobody to ask),
// Cancelled, those of the file.
[[nodiscard]] Result<SecretBytes> organisationSecret(const SignOptions& options);

} // namespace portcullis::ctl
