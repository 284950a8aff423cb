#include "gateway/upstream/environment.h"

#include "gateway/upstream/server.h"
#include "gateway/upstream/server_log.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string.h>
#include <system_error>
#include <unistd.h>

namespace portcullis::upstream {

namespace {

constexpr std::array<std::string_view, 22> kInherited{
    "PATH",          "HOME",        "USER",        "LOGNAME",   "SHELL",
    "LANG",          "LANGUAGE",    "TZ",          "TMPDIR",    "TEMP",
    "TMP",           "http_proxy",  "https_proxy", "no_proxy",  "all_proxy",
    "HTTP_PROXY",    "HTTPS_PROXY", "NO_PROXY",    "ALL_PROXY", "NODE_EXTRA_CA_CERTS",
    "SSL_CERT_FILE", "SSL_CERT_DIR"};

} // namespace

bool isInherited(std::string_view name)
{
    return name.starts_with("LC_") ||
           std::find(kInherited.begin(), kInherited.end(), name) != kInherited.end();
}

std::filesystem::path homeFolder()
{
    const char* home = std::getenv("HOME");
    std::error_code ignored;
    const bool usable =
        home != nullptr && *home == '/' && std::filesystem::is_directory(home, ignored);
    return usable ? home : "/";
}

Result<Environment> Environment::make(const std::vector<api::NamedValue>& own,
                                      CredentialSource& credentials,
                                      ServerLog& log)
{
    Environment result;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos && isInherited(text.substr(0, equals))) {
            result.m_entries.emplace_back(text);
        }
    }
    for (const api::NamedValue& entry : own) {
        if (entry.name.empty() ||
            entry.name.find_first_of(std::string_view("=\0", 2)) != std::string::npos) {
            return fail(ErrorCode::InvalidArgument,
                        "'" + entry.name + "' cannot be the name of an environment variable.");
        }
        if (const auto* text = std::get_if<std::string>(&entry.value)) {
            result.set(entry.name, *text);
            continue;
        }
        auto secret = credentials.secret(std::get<api::SecretRef>(entry.value).name);
        if (!secret) {
            return fail(std::move(secret.error()));
        }
        result.set(entry.name, secret->revealText());
        log.mask(std::move(*secret));
    }
    return result;
}

void Environment::set(std::string_view name, std::string_view value)
{
    const auto isSame = [name](const std::string& entry) {
        return entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=';
    };
    std::erase_if(m_entries, isSame);
    std::string entry;
    entry.reserve(name.size() + 1 + value.size()); // no copy of a secret is left behind by growth
    entry.append(name).append("=").append(value);
    m_entries.push_back(std::move(entry));
}

Environment::~Environment()
{
    for (std::string& entry : m_entries) {
        ::explicit_bzero(entry.data(), entry.size());
    }
}

} // namespace portcullis::upstream
