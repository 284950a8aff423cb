#include "gateway/audit/log_evidence.h"

#include "gateway/audit/bundle/export.h"
#include "gateway/audit/bundle/export_plan.h"
#include "gateway/audit/bundle/export_scope.h"
#include "gateway/audit/log_check.h"
#include "gateway/audit/open_connection.h"
#include "gateway/audit/stored_tree.h"

#include <utility>

namespace portcullis::audit {

LogEvidence::LogEvidence(std::filesystem::path file,
                         SecretBytes key,
                         std::shared_ptr<const ContentKeys> contentKeys,
                         std::shared_ptr<const report::ReportRenderer> renderer)
    : m_file(std::move(file))
    , m_key(std::move(key))
    , m_contentKeys(std::move(contentKeys))
    , m_renderer(std::move(renderer))
{}

Result<Connection> LogEvidence::connect() const
{
    return openConnection(m_file, m_key, Access::Reader, api::Durability::Strict);
}

Result<api::ExportSummary> LogEvidence::exportBundle(const LogSigner& signer,
                                                     const api::ExportRequest& request,
                                                     const organisation::KeyOpening& opening,
                                                     const std::filesystem::path& output,
                                                     const std::string& by,
                                                     const api::JobWatch& watch,
                                                     const Enter& enter) const
{
    auto redacted = bundle::redactedOf(request);
    if (!redacted) {
        return fail(std::move(redacted.error()));
    }
    std::optional<organisation::OrganisationSigner> organisation;
    if (request.organisationKey) {
        auto opened =
            organisation::openOrganisationKey(*request.organisationKey, opening, request.created);
        if (!opened) {
            return fail(std::move(opened.error()));
        }
        organisation.emplace(std::move(*opened));
    }
    auto connection = connect();
    if (!connection) {
        return fail(std::move(connection.error()));
    }
    const auto signers =
        organisation
            ? bundle::BundleSigners(signer, *organisation, request.organisationKey->workstation)
            : bundle::BundleSigners(signer);
    const auto record = [&](const api::ExportSummary& summary) -> Result<> {
        BundleExported exported{request, summary, by};
        exported.request.redacted = *redacted;
        const auto entered = enter(std::move(exported));
        return entered ? Result<>() : fail(entered.error());
    };
    return bundle::exportBundle(*connection,
                                m_contentKeys,
                                signers,
                                request,
                                output,
                                {watch.progress, watch.stop, record, m_renderer.get()});
}

Result<api::LogReport> LogEvidence::check(const std::shared_ptr<const LogKeys>& keys,
                                          const api::CheckRequest& request,
                                          Remembered remembered,
                                          const std::string& by,
                                          const api::JobWatch& watch,
                                          const Enter& enter) const
{
    auto connection = connect();
    if (!connection) {
        return fail(std::move(connection.error()));
    }
    auto report = checkLog(*connection, m_contentKeys, keys, request, watch, std::move(remembered));
    if (!report || !enter) {
        return report;
    }
    if (auto entered = enter(LogChecked{request, *report, by}); !entered) {
        return fail(std::move(entered.error()));
    }
    return report;
}

Result<api::Checkpoint> LogEvidence::checkpoint(const LogSigner& signer, std::uint64_t since) const
{
    auto connection = connect();
    if (!connection) {
        return fail(std::move(connection.error()));
    }
    auto tree = StoredTree::open(*connection);
    if (!tree) {
        return fail(std::move(tree.error()));
    }
    auto head = bundle::signedHead(*connection, *tree, signer);
    if (!head) {
        return fail(std::move(head.error()));
    }
    if (since > head->size) {
        return fail(ErrorCode::InvalidArgument,
                    "The log has " + std::to_string(head->size) + " records, and never had " +
                        std::to_string(since) + ".");
    }
    auto consistency = proveConsistency(*tree, since, head->size);
    if (!consistency) {
        return fail(std::move(consistency.error()));
    }
    const auto note = signer.signNote(*head);
    if (!note) {
        return fail(note.error());
    }
    return api::Checkpoint{std::move(*head),
                           note->format(),
                           std::move(*consistency),
                           signer.ed25519().vkey(),
                           signer.p256().vkey()};
}

} // namespace portcullis::audit
