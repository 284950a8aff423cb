#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// What a bundle is made of (FORMAT.md, Part 2): for the one that writes it and the one that checks.
namespace portcullis::audit::bundle {

inline constexpr std::string_view kFormat = "portcullis-audit-bundle/1";

inline constexpr std::string_view kManifestSums = "MANIFEST.sha256";
inline constexpr std::string_view kManifest = "manifest.json";
inline constexpr std::string_view kReadme = "README.txt";
inline constexpr std::string_view kFormatText = "FORMAT.md";
inline constexpr std::string_view kVerifier = "verify/verify.py";
inline constexpr std::string_view kEd25519Pem = "keys/log-ed25519.pem";
inline constexpr std::string_view kP256Pem = "keys/log-p256.pem";
inline constexpr std::string_view kVkeys = "keys/log.vkeys";
inline constexpr std::string_view kBodies = "log/bodies.jsonl";
inline constexpr std::string_view kCheckpoint = "log/checkpoint.note";
inline constexpr std::string_view kCheckpoints = "log/checkpoints.jsonl";
inline constexpr std::string_view kHeaders = "log/headers.jsonl";
inline constexpr std::string_view kOpenings = "log/openings.jsonl";
inline constexpr std::string_view kProof = "log/proof.json";
inline constexpr std::string_view kPurged = "log/purged.jsonl";
inline constexpr std::string_view kControls = "evidence/controls.json";
inline constexpr std::string_view kReport = "report.html";
inline constexpr std::string_view kPrintedReport = "report.pdf"; // only when it could be printed
inline constexpr std::string_view kSignatures = "signatures/";
inline constexpr std::string_view kEd25519Signature = "signatures/manifest.ed25519";
inline constexpr std::string_view kP256Signature = "signatures/manifest.p256";
inline constexpr std::string_view kCmsSignature =
    "signatures/manifest.cms"; // only when an organisation signs

// Only beside that signature.
inline constexpr std::string_view kLogKeyStatement = "keys/log-key.cms";
inline constexpr std::string_view kOrganisationChain = "keys/org-chain.pem";

// Every bundle has these.
inline constexpr auto kNeeded = std::to_array<std::string_view>({
    kFormatText,
    kManifestSums,
    kReadme,
    kEd25519Pem,
    kP256Pem,
    kVkeys,
    kBodies,
    kCheckpoint,
    kCheckpoints,
    kHeaders,
    kOpenings,
    kProof,
    kPurged,
    kManifest,
    kEd25519Signature,
    kP256Signature,
});

inline constexpr std::size_t kMaxFiles = 1000;
inline constexpr std::size_t kMaxLine = std::size_t{64} * 1024 * 1024;
inline constexpr std::uint64_t kMaxRatio = 2000; // of a file to what it takes up, beyond 1 MiB
inline constexpr std::uint64_t kMaxTotal = std::uint64_t{64} * 1024 * 1024 * 1024;
inline constexpr std::size_t kMostSubject = 1000; // shown bytes of a certificate's subject
inline constexpr std::size_t kMaxSmallFile = std::size_t{16} * 1024 * 1024; // all but the .jsonl

} // namespace portcullis::audit::bundle
