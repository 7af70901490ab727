#!/usr/bin/env bash
# Lập mọi hồ sơ của một thư mục bằng mảng tác vụ của Slurm: sbatch slurm.sh THƯ-MỤC-HỒ-SƠ THƯ-MỤC-RA
# Mỗi tác vụ nên có ít nhất vài trăm hồ sơ. Tác vụ hỏng thì nộp lại: sbatch --array=7,12 slurm.sh …
#SBATCH --job-name=thidua
#SBATCH --array=1-16
#SBATCH --cpus-per-task=4
#SBATCH --mem=2G
#SBATCH --time=02:00:00
#SBATCH --signal=B:TERM@60
set -euo pipefail
records=$1 out=$2
mkdir -p "$out.log"
exec thidua build "$records" -o "$out" --jobs "$SLURM_CPUS_PER_TASK" \
    --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
    --events "$out.log/$SLURM_ARRAY_TASK_ID.jsonl" --resume
