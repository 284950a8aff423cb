#include "gateway/audit/bundle/bundle_writer.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/base/encoding.h"

#include <utility>

namespace portcullis::audit::bundle {

BundleWriter::BundleWriter(std::filesystem::path path, PartFile file, ZipWriter zip)
    : m_path(std::move(path))
    , m_file(std::move(file))
    , m_zip(std::move(zip))
{}

Result<BundleWriter> BundleWriter::create(const std::filesystem::path& path)
{
    auto file = PartFile::create(path);
    if (!file) {
        return fail(std::move(file.error()));
    }
    auto zip = ZipWriter::create(file->descriptor(), path);
    if (!zip) {
        return fail(std::move(zip.error()));
    }
    return BundleWriter(path, std::move(*file), std::move(*zip));
}

Result<> BundleWriter::begin(std::string_view name)
{
    m_name = name;
    const bool isLong = name.ends_with(".jsonl") || name.ends_with(".csv");
    return m_zip.begin(name, isLong ? MemberSize::Any : MemberSize::Below4GiB);
}

Result<> BundleWriter::count(std::uint64_t bytes)
{
    m_total += bytes;
    if (m_total > kMaxTotal) {
        return fail(ErrorCode::ResourceExhausted,
                    "The bundle would hold more than 64 GiB; export a shorter range.");
    }
    return {};
}

void BundleWriter::list(std::string_view name, const Digest& digest)
{
    m_sums.append(toHex(digest)).append("  ").append(name).append("\n");
}

Result<> BundleWriter::write(std::string_view bytes)
{
    auto counted = count(bytes.size());
    return counted ? m_zip.write(bytes) : counted;
}

Result<> BundleWriter::line(std::string_view text)
{
    if (auto written = write(text); !written) {
        return written;
    }
    return write("\n");
}

Result<> BundleWriter::end()
{
    const auto digest = m_zip.end();
    if (!digest) {
        return fail(digest.error());
    }
    list(m_name, *digest);
    return {};
}

Result<> BundleWriter::add(std::string_view name, SideFile side)
{
    const auto file = side.end();
    if (!file) {
        return fail(file.error());
    }
    if (auto counted = count(file->size); !counted) {
        return counted;
    }
    const auto digest = m_zip.add(name, side, *file);
    if (!digest) {
        return fail(digest.error());
    }
    list(name, *digest);
    return {};
}

Result<> BundleWriter::add(std::string_view name, std::string_view content)
{
    if (auto begun = begin(name); !begun) {
        return begun;
    }
    if (auto written = write(content); !written) {
        return written;
    }
    return end();
}

Result<Digest> BundleWriter::sign(const BundleSigners& signers, WallTime now)
{
    const std::string sums = m_sums; // without the line that adding it makes
    const auto signatures = signers.log.signManifest(sums);
    if (!signatures) {
        return fail(signatures.error());
    }
    auto added = add(kManifestSums, sums);
    if (added && signers.organisation != nullptr) {
        auto cms = signers.organisation->sign(sums, organisation::Content::Detached, now);
        if (!cms) {
            return fail(std::move(cms.error()));
        }
        added = add(kCmsSignature, *cms);
    }
    if (added) {
        added = add(kEd25519Signature, signatures->ed25519);
    }
    if (added) {
        added = add(kP256Signature, signatures->p256);
    }
    if (!added) {
        return fail(std::move(added.error()));
    }
    return sha256(sums);
}

Result<> BundleWriter::keep()
{
    if (auto finished = m_zip.finish(); !finished) {
        return finished;
    }
    return m_file.keep();
}

} // namespace portcullis::audit::bundle
