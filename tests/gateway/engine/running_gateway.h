#pragma once

#include "tests/gateway/engine/gateway_harness.h"

#include <gtest/gtest.h>

namespace portcullis::test {

inline constexpr const char* kListTools = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";

// A gateway that a test starts when its servers are named.
class RunningGateway : public testing::Test
{
protected:
    void run()
    {
        harness.start();
        ASSERT_NE(harness.gateway, nullptr);
        harness.open();
    }

    GatewayHarness harness;
};

} // namespace portcullis::test
