#include "gateway/audit/bundle/archive.h"
#include "gateway/audit/bundle/fields.h"
#include "gateway/audit/bundle/header.h"
#include "gateway/audit/bundle/line_reader.h"
#include "gateway/audit/bundle/log_key_statement.h"
#include "gateway/audit/bundle/manifest.h"
#include "gateway/audit/bundle/record_chain.h"
#include "gateway/audit/bundle/record_check.h"
#include "gateway/audit/canonical.h"
#include "gateway/audit/organisation/certificate.h"
#include "gateway/audit/witness.h"

#include <sys/mman.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <unistd.h>
#include <utility>

namespace {

using namespace portcullis::audit::bundle;
using portcullis::audit::judgeRequest;
using portcullis::audit::RangeCheck;
using portcullis::audit::WitnessRequest;

constexpr Where kWhere{"input", ", line ", 1};

void require(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

// A header that is accepted can be followed, and its first successor must differ from it.
void checkHeader(std::string_view line)
{
    const auto header = Header::parse(line, kWhere);
    if (!header) {
        return;
    }
    require(portcullis::audit::parseCanonical(line).has_value());
    RecordChain chain(1);
    if (chain.header(*header, kWhere)) {
        require(!(header->key || header->server || header->isIntent()) ||
                !chain.header(*header, kWhere));
    }
}

void checkBody(std::string_view line)
{
    const auto document = parseCanonical(line, kWhere);
    if (!document) {
        return;
    }
    Fields fields(document->root(), kWhere);
    RecordChain chain(0);
    (void)chain.body(Header{}, fields);
    (void)DeclaredScope::read(document->root());
    if (const auto opening = Opening::parse(document->root(), 0)) {
        require(opening->salt.size() == 32);
    }
}

void checkClaims(const std::string& text)
{
    if (const auto proof = parseProof(text)) {
        require(proof->begin <= proof->end && proof->end <= proof->size);
        (void)RangeCheck::begin(*proof);
    }
    (void)Manifest::parse(text);
    if (const auto sums = parseSums(text)) {
        require(text.ends_with('\n') && sums->size() * 68 <= text.size());
    }
}

// An archive that is accepted gives each file as long as it says, or an error.
void checkEntries(const Archive& archive)
{
    constexpr std::uint64_t kMost = std::uint64_t{1} << 20U;
    std::array<char, 4096> piece{};
    for (const auto& [name, entry] : archive.entries()) {
        require(isFileName(name) && name.find("..") != 0);
        const auto source = archive.source(name);
        std::uint64_t total = 0;
        for (bool more = source.has_value(); more && total < kMost;) {
            const auto count = (*source)->read(piece);
            total += count.value_or(0);
            more = count && *count > 0;
            require(total <= entry.size);
            require(!count || *count > 0 || total == entry.size);
        }
    }
}

// What is accepted says the same when it is written again.
void checkWitnessRequest(const std::string& text)
{
    const auto request = WitnessRequest::parse(text);
    if (request) {
        const auto again = WitnessRequest::parse(request->text());
        require(again && again->oldSize == request->oldSize && again->proof == request->proof &&
                again->checkpoint.text == request->checkpoint.text);
        (void)judgeRequest(*request, {std::string(32, 'k'), request->oldSize, {}});
    }
}

// What an organisation says, and the certificate that it says it with.
void checkOrganisationsWord(const std::string& text)
{
    using portcullis::audit::organisation::Certificate;
    if (auto workstation = workstationIn(text, "CN=org", "ed25519", "p256")) {
        require(LogKeyStatement{"CN=org", std::move(*workstation), "ed25519", "p256"}.text() ==
                text);
    }
    if (const auto certificate = Certificate::parse(text)) {
        (void)certificate->subject();
        (void)certificate->keyType();
        (void)certificate->signingUse();
        (void)certificate->checkForSigning({});
        require(certificate->isIssuerOf(*certificate) || !certificate->pem().empty());
    }
}

void checkArchive(const std::string& bytes)
{
    const int file = ::memfd_create("archive", MFD_CLOEXEC);
    require(file >= 0);
    if (::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size())) {
        if (const auto archive = Archive::open("/proc/self/fd/" + std::to_string(file))) {
            checkEntries(*archive);
        }
    }
    ::close(file);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    checkHeader(text);
    checkBody(text);
    checkClaims(text);
    checkOrganisationsWord(text);
    checkArchive(text);
    checkWitnessRequest(text);
    return 0;
}
