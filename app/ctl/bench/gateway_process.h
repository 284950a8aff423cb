#pragma once

#include "app/common/remote_connection.h"
#include "app/ctl/bench/child.h"
#include "gateway/api/config.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"
#include "gateway/engine/stage_times.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace portcullis::ctl::bench {

// The program itself, to be started again.
[[nodiscard]] std::string ownProgram();

// A folder of its own that is deleted with all it holds when this goes.
// Owner: whoever measures. Thread: any one at a time. Errors: IoError from make().
class ThrowAwayFolder
{
public:
    [[nodiscard]] static Result<ThrowAwayFolder> make(const std::filesystem::path& parent);
    ~ThrowAwayFolder();
    ThrowAwayFolder(const ThrowAwayFolder&) = delete;
    ThrowAwayFolder& operator=(const ThrowAwayFolder&) = delete;
    ThrowAwayFolder(ThrowAwayFolder&& other) noexcept;
    ThrowAwayFolder& operator=(ThrowAwayFolder&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    explicit ThrowAwayFolder(std::filesystem::path path)
        : m_path(std::move(path))
    {}

    std::filesystem::path m_path;
};

// "portcullisctl serve" on a new data folder, in front of servers, with one key for all of the
// tools of the server "up", and without the limits that would be measured instead of the gateway.
//
// Owner: whoever measures. Thread: one at a time. Errors: those of start() say which step failed.
class GatewayProcess
{
public:
    [[nodiscard]] static Result<std::unique_ptr<GatewayProcess>> start(
        const std::filesystem::path& parent, api::ServerConfig server, api::Durability durability);
    [[nodiscard]] static Result<std::unique_ptr<GatewayProcess>>
    start(const std::filesystem::path& parent,
          std::vector<api::ServerConfig> servers,
          api::Durability durability);

    [[nodiscard]] pid_t pid() const { return m_process.pid(); }

    // Does its peak of memory say something about serving calls?
    [[nodiscard]] bool knowsPeak() const { return m_knowsPeak; }

    [[nodiscard]] const std::string& url() const { return m_url; }

    // Readable by its owner only; holds the key's text.
    [[nodiscard]] std::filesystem::path keyFile() const { return m_folder.path() / "key"; }

    // A further key, and its text.
    [[nodiscard]] Result<std::string> createKey(const std::vector<api::AllowRule>& rules);

    [[nodiscard]] Result<engine::StageTimes> stageTimes();

private:
    explicit GatewayProcess(ThrowAwayFolder folder)
        : m_folder(std::move(folder))
    {}

    [[nodiscard]] Result<> launch(std::vector<api::ServerConfig> servers,
                                  api::Durability durability);
    [[nodiscard]] Result<> connect();
    [[nodiscard]] Result<> makeKey();
    [[nodiscard]] Result<nlohmann::json> ask(const char* command, nlohmann::json params);

    ThrowAwayFolder m_folder;
    Child m_process;
    std::unique_ptr<remote::RemoteConnection> m_control;
    std::string m_url;
    bool m_knowsPeak = false;
};

// The servers to put behind it, both started from this program.
[[nodiscard]] api::ServerConfig stdioServer();
[[nodiscard]] api::ServerConfig httpServer(const std::string& url);

} // namespace portcullis::ctl::bench
