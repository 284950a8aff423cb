#include "gateway/audit/bundle/bundle_files.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/where.h"
#include "gateway/audit/hashing.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

std::unexpected<Error> unreadable(const std::error_code& error)
{
    return bundle::unreadable(error.value());
}

// The names of plain files below a folder.
class Walk
{
public:
    Result<> run(const fs::path& folder)
    {
        std::error_code error;
        fs::recursive_directory_iterator entry(folder, error);
        for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
            if (auto added = add(folder, *entry); !added) {
                return added;
            }
        }
        return error ? unreadable(error) : Result<>();
    }

    BundleFiles::Names names;

private:
    Result<> add(const fs::path& folder, const fs::directory_entry& entry)
    {
        std::error_code error;
        const std::string name = entry.path().lexically_relative(folder).generic_string();
        const fs::file_type type = entry.symlink_status(error).type();
        if (error) {
            return unreadable(error);
        }
        if (type == fs::file_type::symlink) {
            return invalid("The file " + shown(name) + " is a link.");
        }
        if (type == fs::file_type::directory) {
            return {};
        }
        if (type != fs::file_type::regular) {
            return invalid("The file " + shown(name) + " is not a plain file.");
        }
        if (!isFileName(name)) {
            return invalid("A file has a name that no bundle has: " + shown(name) + ".");
        }
        if (!m_folded.insert(folded(name)).second) {
            return invalid("The folder has two files named " + name + ".");
        }
        names.insert(name);
        if (names.size() > kMaxFiles) {
            return invalid("The folder has too many files.");
        }
        return {};
    }

    std::set<std::string> m_folded;
};

// Hashes what goes by.
class DigestedSource final : public ByteSource
{
public:
    DigestedSource(std::unique_ptr<ByteSource> source, std::string_view name, Digests& seen)
        : m_source(std::move(source))
        , m_name(name)
        , m_seen(seen)
    {
        m_hasher.start();
    }

    Result<std::size_t> read(std::span<char> out) override
    {
        if (m_isDone) {
            return 0; // whatever is there by now
        }
        auto count = m_source->read(out);
        if (count) {
            m_hasher.add(std::string_view(out.data(), *count));
        }
        if (count && *count == 0) {
            m_isDone = true;
            m_seen.emplace(m_name, m_hasher.finish());
        }
        return count;
    }

private:
    std::unique_ptr<ByteSource> m_source;
    std::string m_name;
    Digests& m_seen;
    Hasher m_hasher;
    bool m_isDone = false;
};

} // namespace

Result<BundleFiles> BundleFiles::open(const fs::path& path)
{
    BundleFiles files;
    std::error_code error;
    if (fs::is_directory(path, error)) {
        files.m_folder = path;
        if (auto walked = files.walk(path); !walked) {
            return fail(std::move(walked.error()));
        }
    } else {
        auto archive = Archive::open(path);
        if (!archive) {
            return fail(std::move(archive.error()));
        }
        for (const auto& [name, entry] : archive->entries()) {
            files.m_names.insert(name);
        }
        files.m_archive = std::move(*archive);
    }
    if (auto checked = files.checkNames(); !checked) {
        return fail(std::move(checked.error()));
    }
    return files;
}

Result<> BundleFiles::walk(const fs::path& folder)
{
    Walk walk;
    auto walked = walk.run(folder);
    m_names = std::move(walk.names);
    return walked;
}

Result<> BundleFiles::checkNames() const
{
    for (const std::string_view name : kNeeded) {
        if (!m_names.contains(name)) {
            return invalid("The file " + std::string(name) + " is missing.");
        }
    }
    constexpr std::array kSigned = {kCmsSignature, kEd25519Signature, kP256Signature};
    for (const std::string& name : m_names) {
        if (name.starts_with(kSignatures) && std::ranges::find(kSigned, name) == kSigned.end()) {
            return invalid("The file " + name + " is covered by no signature.");
        }
    }
    return {};
}

Result<std::unique_ptr<ByteSource>> BundleFiles::source(std::string_view name) const
{
    if (m_archive) {
        return m_archive->source(name);
    }
    auto file = InputFile::open(m_folder / name, InputFile::Links::Refuse);
    if (!file) {
        return fail(std::move(file.error()));
    }
    return std::make_unique<FileSource>(std::move(*file));
}

Result<std::string> BundleFiles::read(std::string_view name) const
{
    auto bytes = source(name);
    if (!bytes) {
        return fail(std::move(bytes.error()));
    }
    std::string data;
    std::size_t size = 0;
    while (true) {
        data.resize(std::min(std::max(2 * size, kPieceBytes), kMaxSmallFile + 1));
        const auto count = (*bytes)->read(std::span(data).subspan(size));
        if (!count) {
            return fail(count.error());
        }
        size += *count;
        if (size > kMaxSmallFile) {
            return invalid(std::string(name) + " is too long.");
        }
        if (*count == 0) {
            data.resize(size);
            return data;
        }
    }
}

Result<std::string> BundleFiles::readLine(std::string_view name) const
{
    auto data = read(name);
    if (data && !data->ends_with('\n')) {
        return invalid(std::string(name) + ": the line feed is missing.");
    }
    if (data) {
        data->pop_back();
    }
    return data;
}

Result<Digest> BundleFiles::digest(std::string_view name, const std::stop_token& stop) const
{
    auto bytes = source(name);
    if (!bytes) {
        return fail(std::move(bytes.error()));
    }
    Hasher hasher;
    hasher.start();
    std::string piece(kPieceBytes, '\0');
    std::size_t count = 0;
    do {
        const auto read = (*bytes)->read(piece);
        if (!read) {
            return fail(read.error());
        }
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "The check was stopped.");
        }
        count = *read;
        hasher.add(std::string_view(piece).substr(0, count));
    } while (count > 0);
    return hasher.finish();
}

Result<LineReader> BundleFiles::lines(std::string_view name, Digests* seen) const
{
    auto bytes = source(name);
    if (!bytes) {
        return fail(std::move(bytes.error()));
    }
    if (seen != nullptr) {
        return LineReader(std::make_unique<DigestedSource>(std::move(*bytes), name, *seen), name);
    }
    return LineReader(std::move(*bytes), name);
}

} // namespace portcullis::audit::bundle
