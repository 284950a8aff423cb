#include "tests/ui/fake_gateway_client.h"
#include "tests/ui/samples.h"
#include "ui/gateway_bridge.h"

#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace portcullis;
using namespace portcullis::ui;

// The way between the gateway's threads and the window's.
class BridgeTest final : public QObject
{
    Q_OBJECT

private slots:

    void holdsWhatTheGatewaySaid()
    {
        test::FakeGatewayClient client;
        test::fillWithSamples(client);
        GatewayBridge bridge(client);
        QVERIFY(!bridge.isReady());
        QTRY_VERIFY(bridge.isReady());
        QCOMPARE(bridge.config().servers.size(), std::size_t{4});
        QVERIFY(bridge.serverStatus(ServerId("geo")) != nullptr);
        QVERIFY(bridge.serverStatus(ServerId("none")) == nullptr);
    }

    void answersOnTheThreadOfTheWindow()
    {
        test::FakeGatewayClient client;
        GatewayBridge bridge(client);
        client.holding = true;
        std::thread::id answeredOn;
        bridge.restartServer(ServerId("fx"), this, [&answeredOn](Result<>) {
            answeredOn = std::this_thread::get_id();
        });
        std::thread gateway([&client] { client.release(); });
        gateway.join();
        QVERIFY(answeredOn == std::thread::id());
        QTRY_VERIFY(answeredOn == std::this_thread::get_id());
    }

    void answersNobodyWhoIsGone()
    {
        test::FakeGatewayClient client;
        GatewayBridge bridge(client);
        client.holding = true;
        bool answered = false;
        {
            QObject context;
            bridge.restartServer(
                ServerId("fx"), &context, [&answered](Result<>) { answered = true; });
        }
        client.release();
        bool later = false;
        client.holding = false;
        bridge.restartServer(ServerId("fx"), this, [&later](Result<>) { later = true; });
        QTRY_VERIFY(later);
        QVERIFY(!answered);
    }

    void lateAnswersFindNoBridge()
    {
        test::FakeGatewayClient client;
        bool answered = false;
        {
            GatewayBridge bridge(client);
            client.holding = true;
            bridge.restartServer(ServerId("fx"), this, [&answered](Result<>) { answered = true; });
        }
        QVERIFY(!client.isObserved());
        client.release();
        QCoreApplication::processEvents();
        QVERIFY(!answered);
    }

    void gathersCalls()
    {
        test::FakeGatewayClient client;
        GatewayBridge bridge(client);
        QTRY_VERIFY(bridge.isReady());
        std::vector<api::ActivityRow> rows;
        int batches = 0;
        connect(&bridge,
                &GatewayBridge::callsChanged,
                this,
                [&](const std::vector<api::ActivityRow>& some) {
                    ++batches;
                    rows.insert(rows.end(), some.begin(), some.end());
                });
        for (std::int64_t n = 1; n <= 500; ++n) {
            client.sendCall(test::sampleCall(n, "fx", "echo", api::Outcome::Ok));
        }
        QTRY_COMPARE(rows.size(), std::size_t{500});
        QCOMPARE(rows.back().n, std::int64_t{500});
        QVERIFY(batches <= 3);
    }

    void asksAgainWhenEventsWereMissed()
    {
        test::FakeGatewayClient client;
        GatewayBridge bridge(client);
        QTRY_VERIFY(bridge.isReady());
        QSignalSpy missed(&bridge, &GatewayBridge::resynchronized);
        QSignalSpy status(&bridge, &GatewayBridge::statusChanged);
        api::GatewayStatus next = client.currentStatus;
        ++next.calls;
        client.setStatus(next);
        QTRY_COMPARE(status.count(), 1);
        QCOMPARE(missed.count(), 0);
        const int before = client.configQueries;
        client.loseEvents(3);
        client.setStatus(client.currentStatus);
        QTRY_COMPARE(missed.count(), 1);
        QVERIFY(client.configQueries > before);
    }

    void toolsThatBecomeKnownAreTold()
    {
        test::FakeGatewayClient client;
        test::fillWithSamples(client);
        GatewayBridge bridge(client);
        QTRY_VERIFY(bridge.isReady());
        std::vector<ServerId> told;
        connect(&bridge, &GatewayBridge::toolsChanged, this, [&told](const ServerId& server) {
            told.push_back(server);
        });
        api::GatewayStatus status = client.currentStatus;
        status.servers[2].tools = 3;
        client.setStatus(status);
        QTRY_COMPARE(told, std::vector{ServerId("geo")});
    }

    void adoptsTheSnapshotOfAChange()
    {
        test::FakeGatewayClient client;
        test::fillWithSamples(client);
        GatewayBridge bridge(client);
        QTRY_VERIFY(bridge.isReady());
        bool known = false;
        bridge.apply(api::RemoveServer{ServerId("geo")}, this, [&](Result<> done) {
            known =
                done.has_value() && api::findServer(bridge.config(), ServerId("geo")) == nullptr;
        });
        QTRY_VERIFY(known);
    }

    void passesFailuresOn()
    {
        test::FakeGatewayClient client;
        GatewayBridge bridge(client);
        std::optional<ErrorCode> code;
        bridge.apply(api::RemoveServer{ServerId("none")}, this, [&code](Result<> done) {
            code = done.has_value() ? std::nullopt : std::optional(done.error().code);
        });
        QTRY_VERIFY(code == ErrorCode::NotFound);
    }
};

QTEST_MAIN(BridgeTest)
#include "bridge_test.moc"
