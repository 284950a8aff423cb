#pragma once

#include "gateway/api/config.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::upstream {

class CredentialSource;
class ServerLog;

// May a child inherit this variable from the gateway (C-60)? Only what programs need to run, to
// find the user's files, language and proxy. Not among them: anything that leads to the session bus
// and so to the keychain (DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR), and loader settings.
[[nodiscard]] bool isInherited(std::string_view name);

// Where a child starts when its configuration names no folder: $HOME, or / where there is no such
// folder. Never the gateway's own folder, which holds its keys and its log.
[[nodiscard]] std::filesystem::path homeFolder();

// The whole environment of a child. Holds secrets in clear; wiped at the end.
// Owner: the scope that starts the child. Thread: gateway.
class Environment
{
public:
    // `log` will mask the secrets. Errors: those of the credential source, InvalidArgument for a
    // name that cannot be one.
    [[nodiscard]] static Result<Environment>
    make(const std::vector<api::NamedValue>& own, CredentialSource& credentials, ServerLog& log);

    Environment() = default;
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    Environment(Environment&&) = default;
    Environment& operator=(Environment&&) = delete;

    [[nodiscard]] const std::vector<std::string>& entries() const { return m_entries; }

private:
    void set(std::string_view name, std::string_view value);

    std::vector<std::string> m_entries;
};

} // namespace portcullis::upstream
