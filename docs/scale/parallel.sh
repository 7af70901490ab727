#!/usr/bin/env bash
# Lập mọi hồ sơ của một thư mục thành N phần bằng GNU parallel; chạy lại thì làm tiếp chỗ đang dở.
#   parallel.sh THƯ-MỤC-HỒ-SƠ THƯ-MỤC-RA [SỐ-PHẦN]
# Nhiều máy dùng chung ổ đĩa: thêm `--sshloginfile máy.txt --workdir .` vào dòng lệnh parallel.
set -euo pipefail
records=$1 out=$2 shards=${3:-$(nproc)}
mkdir -p "$out.log"

# Phần đã xong thì không chạy lại; phần dở hoặc hỏng được chạy lại, và trong đó văn bản đã lập thì giữ nguyên.
parallel --joblog "$out.log/jobs" --resume-failed --jobs "$(nproc)" \
    thidua build "$records" -o "$out" --jobs 1 --shard "{}/$shards" --events "$out.log/{}.jsonl" --resume \
    ">" "$out.log/{}.txt" "2>" "$out.log/{}.loi" \
    ::: $(seq "$shards")

cat "$out.log"/*.jsonl >"$out.jsonl"
