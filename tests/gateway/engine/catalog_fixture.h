#pragma once

#include "gateway/engine/tool_catalog.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portcullis::test {

inline const KeyId kAlice("vk_00000000000000aa");

inline api::ServerConfig server(const char* id)
{
    api::ServerConfig config;
    config.id = ServerId(id);
    config.command = {"x"};
    return config;
}

inline protocol::Tool tool(const std::string& name, const std::string& description = "d")
{
    const auto page =
        JsonDocument::parse("{\"tools\":[{\"name\":\"" + name + "\",\"description\":\"" +
                            description + "\",\"inputSchema\":{\"type\":\"object\"}}]}");
    auto tools = protocol::readToolsPage(
        page->root(), protocol::UpstreamKind::Stdio, protocol::Era::Session);
    return tools->tools.at(0);
}

class ToolCatalogTest : public testing::Test
{
protected:
    ToolCatalogTest()
    {
        config->servers = {server("one"), server("two")};
        api::KeyConfig key;
        key.id = kAlice;
        key.allow = {{ServerId("one"), "*"}, {ServerId("two"), "b"}};
        config->keys = {key};
        catalog.load(*config);
        catalog.setTools(ServerId("two"), {tool("a"), tool("b")});
        catalog.setTools(ServerId("one"), {tool("z"), tool("y")});
    }

    // The names that Alice sees.
    std::vector<std::string> listed(const engine::Profile& profile)
    {
        const policy::AllowLists rights(config);
        const auto page = catalog.list(rights, kAlice, profile, protocol::Revision::V2025_11_25);
        std::vector<std::string> names;
        for (const std::string* text : page->tools) {
            const auto document = JsonDocument::parse(*text);
            names.push_back(document->root()["name"].string());
        }
        return names;
    }

    // Takes a changed configuration into force.
    void configure() { catalog.configure(*config); }

    // What is on disk, as the next start finds it.
    [[nodiscard]] engine::ToolCatalog restarted()
    {
        engine::ToolCatalog again(folder.path() / "catalog", clock, atOnce());
        again.load(*config);
        return again;
    }

    [[nodiscard]] api::ToolInfo info(const char* server, const std::string& name) const
    {
        for (const api::ToolInfo& one : catalog.describe(ServerId(server))) {
            if (one.name == name) {
                return one;
            }
        }
        return {};
    }

    static engine::ToolCatalog::Background atOnce()
    {
        return [](const std::function<void()>& job) { job(); };
    }

    TempFolder folder;
    ManualClock clock;
    std::shared_ptr<api::GatewayConfig> config = std::make_shared<api::GatewayConfig>();
    std::vector<std::string> reports;
    engine::ToolCatalog catalog{folder.path() / "catalog",
                                clock,
                                atOnce(),
                                [this](const std::string& line) { reports.push_back(line); }};
};

} // namespace portcullis::test
