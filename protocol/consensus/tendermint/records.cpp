#include "protocol/consensus/tendermint/records.hpp"

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

constexpr std::size_t kFixedBytesMax = 8 + 4 + 4;

}  // namespace

Record encode_record(const PolkaRecord& polka) {
  const Bytes certificate = encode(polka.certificate);
  Writer out{kFixedBytesMax + polka.block.size() + certificate.size()};
  out.boolean(polka.is_locked);
  out.blob(polka.block);
  out.blob(certificate);
  return {RecordKind::polka, make_frame(out.take())};
}

Record encode_record(const DecisionRecord& decision) {
  const Bytes commit = encode(decision.commit);
  Writer out{kFixedBytesMax + decision.block.size() + commit.size()};
  out.u64(decision.height);
  out.blob(decision.block);
  out.blob(commit);
  return {RecordKind::decision, make_frame(out.take())};
}

Record encode_record(const DiskLostRecord& disk_lost) {
  Writer out{sizeof(std::int64_t)};
  out.i64(disk_lost.lost_at.time_since_epoch().count());
  return {kDiskLost, make_frame(out.take())};
}

DiskLostRecord decode_disk_lost(const Record& record) {
  Reader in{record.payload.bytes()};
  const CalendarTime lost_at{Duration{in.i64()}};
  CALLO_CHECK(in.finished());
  return {lost_at};
}

Record encode_record(const Justification& justification) {
  return {RecordKind::justification, make_frame(encode(justification))};
}

Justification decode_justification(const Record& record) {
  std::optional<Justification> justification = decode_justification(record.payload.bytes());
  CALLO_CHECK(justification.has_value());
  return std::move(*justification);
}

PolkaRecord decode_polka(const Record& record) {
  Reader in{record.payload.bytes()};
  PolkaRecord polka;
  polka.is_locked = in.boolean();
  polka.block = in.blob(kBlockBytesMax);
  std::optional<Polka> certificate = decode_commit(in.blob(kBlockBytesMax));
  CALLO_CHECK(in.finished());
  CALLO_CHECK(certificate.has_value());
  polka.certificate = std::move(*certificate);
  return polka;
}

DecisionRecord decode_decision(const Record& record) {
  Reader in{record.payload.bytes()};
  DecisionRecord decision;
  decision.height = in.u64();
  decision.block = in.blob(kBlockBytesMax);
  std::optional<Commit> commit = decode_commit(in.blob(kBlockBytesMax));
  CALLO_CHECK(in.finished());
  CALLO_CHECK(commit.has_value());
  decision.commit = std::move(*commit);
  return decision;
}

}  // namespace callo
