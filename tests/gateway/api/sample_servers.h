#pragma once

#include "gateway/api/server_config.h"

#include <string>

// Servers to test with.
namespace portcullis::api::test {

inline ServerConfig stdioServer(const std::string& id)
{
    ServerConfig server;
    server.id = ServerId(id);
    server.command = {"node", "server.mjs"};
    return server;
}

inline ServerConfig httpServer(const std::string& id)
{
    ServerConfig server;
    server.id = ServerId(id);
    server.transport = Transport::Http;
    server.url = "https://tools.example/mcp";
    return server;
}

} // namespace portcullis::api::test
