#pragma once

#include "gateway/audit/organisation/organisation_key.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

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

// The signer that is asked for, if one is. Asks for the passphrase or PIN where no other way is
// given. Blocks. Errors: those of openOrganisationKey(); Locked (nobody to ask); Cancelled.
[[nodiscard]] Result<std::optional<audit::organisation::OrganisationSigner>>
openSigner(const SignOptions& options, WallTime now);

// The name that was given, or the computer's own.
[[nodiscard]] std::string workstationOf(const SignOptions& options);

} // namespace portcullis::ctl
