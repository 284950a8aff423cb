#include "gateway/upstream/fingerprint.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <sys/stat.h>

#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace portcullis::upstream {

namespace {

void addText(std::string& out, std::string_view text)
{
    out.append(std::to_string(text.size())).append(":").append(text);
}

void addFile(std::string& out, const std::filesystem::path& path)
{
    struct stat about{};
    if (::stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode)) {
        addText(out, std::to_string(about.st_size));
        addText(out,
                std::to_string(about.st_mtim.tv_sec) + "." + std::to_string(about.st_mtim.tv_nsec));
    }
}

} // namespace

std::filesystem::path findProgram(const std::string& program,
                                  const std::filesystem::path& workingDirectory)
{
    if (program.find('/') != std::string::npos) {
        return workingDirectory / program;
    }
    const char* setting = std::getenv("PATH");
    std::string_view folders = setting != nullptr ? setting : "/usr/local/bin:/usr/bin:/bin";
    while (!folders.empty()) {
        const std::size_t colon = std::min(folders.find(':'), folders.size());
        const std::filesystem::path candidate =
            workingDirectory / folders.substr(0, colon) / program;
        if (::access(candidate.c_str(), X_OK) == 0) {
            return candidate;
        }
        folders.remove_prefix(std::min(colon + 1, folders.size()));
    }
    return {};
}

std::string fingerprint(const api::ServerConfig& config,
                        const std::filesystem::path& workingDirectory)
{
    std::string text;
    if (config.transport != api::Transport::Stdio) {
        addText(text, "http");
        addText(text, config.url);
        return toHex(sha256(text));
    }
    addText(text, "stdio");
    addText(text, workingDirectory.string());
    for (const std::string& word : config.command) {
        addText(text, word);
        addFile(text, workingDirectory / word);
    }
    if (!config.command.empty()) {
        addFile(text, findProgram(config.command.front(), workingDirectory));
    }
    for (const api::NamedValue& entry : config.environment) {
        addText(text, entry.name);
    }
    return toHex(sha256(text));
}

std::string accountOf(const api::ServerConfig& config)
{
    std::string text;
    addText(text, config.url);
    for (const api::NamedValue& header : config.headers) {
        const auto* secret = std::get_if<api::SecretRef>(&header.value);
        addText(text, header.name);
        addText(text, secret != nullptr ? "secret" : "text");
        addText(text, secret != nullptr ? secret->name : std::get<std::string>(header.value));
    }
    addText(text, config.clientCertFile);
    return toHex(sha256(text));
}

} // namespace portcullis::upstream
