#pragma once

#include "gateway/api/gateway_client.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"
#include "gateway/engine/gateway.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace portcullis::ctl {

// A throw-away installation: a new folder for its owner only, a gateway on a free port with the
// demonstration's server, all gone with it.
//
// Owner: the demonstration. Thread: main. Errors: those of the gateway.
class DemoPlace
{
public:
    [[nodiscard]] static Result<std::unique_ptr<DemoPlace>> create();
    ~DemoPlace();
    DemoPlace(const DemoPlace&) = delete;
    DemoPlace& operator=(const DemoPlace&) = delete;
    DemoPlace(DemoPlace&&) = delete;
    DemoPlace& operator=(DemoPlace&&) = delete;

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

    [[nodiscard]] engine::Gateway& gateway() { return *m_gateway; }

    [[nodiscard]] Result<std::string> endpoint();
    // Brings a fresh random master key.
    [[nodiscard]] Result<> open();
    [[nodiscard]] Result<api::CreatedKey> makeKey(const std::string& name,
                                                  const std::vector<std::string>& rules);
    // The calls in the log, newest first.
    [[nodiscard]] Result<std::vector<api::ActivityRow>> activity();
    [[nodiscard]] Result<api::CallDetails> details(std::int64_t n);

private:
    explicit DemoPlace(std::filesystem::path folder);

    std::filesystem::path m_folder;
    SystemClock m_clock;
    std::unique_ptr<engine::Gateway> m_gateway;
};

} // namespace portcullis::ctl
